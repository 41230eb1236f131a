//! Groups of subscribers, and what is told to them alone.

use super::{
    conduct::{START, say},
    suspicions::signal,
};
use crate::{
    domain::{
        audience::LeftOut,
        id::{IncidentId, SubscriberGroupId, SubscriberId},
        incident::{AffectedInput, IncidentDraft, IncidentInput, UpdateInput},
        maintenance::MaintenanceInput,
        policy::Policy,
        signal::SignalInput,
    },
    services::{
        Refusal,
        enrolments::{self, Deed as Import},
        erasure, fan_out, incidents, maintenances, policy, preview,
        releases::{self, Wanted},
        signals::{self, Came},
        subscriber_groups::{self, Deed},
        suspicions,
    },
    store::{self, Database, policies, subscriber_groups as rows},
    testing::{act, at, on_each_database, scene, signer, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

struct Scene<'a> {
    database: &'a Database,
    group: SubscriberGroupId,
    now: DateTime<Utc>,
}

/// Ada is in “Enterprise EU”, Bob is not; both want everything.
fn begin(database: &Database) -> Scene<'_> {
    let now = at(START);
    scene(database, now - TimeDelta::days(1));
    let early = now - TimeDelta::hours(1);
    let group = database
        .write(|conn| {
            subscribe(conn, &mut act(early), "ada@x.example", &[], &[]);
            subscribe(conn, &mut act(early), "bob@x.example", &[], &[]);
            let group = subscriber_groups::add(conn, &mut act(early), "Enterprise EU")?;
            let ada = ["Ada@X.example".to_owned(), String::new()];
            subscriber_groups::gather(conn, &mut act(early), &group, (Deed::Add, "joining", &ada))?;
            Ok::<_, Refusal>(group)
        })
        .unwrap();
    Scene { database, group, now }
}

fn input(named: &[&str]) -> IncidentInput {
    IncidentInput {
        title: "It is slow".to_owned(),
        severity: "p1".to_owned(),
        body: "We look into it.".to_owned(),
        affected: vec![AffectedInput { component: "api".to_owned(), region: "eu".to_owned(), health: "major_outage".to_owned() }],
        subscriber_groups: groups(named),
        ..IncidentInput::default()
    }
}

impl Scene<'_> {
    fn after(&self, minutes: i64) -> DateTime<Utc> {
        self.now + TimeDelta::minutes(minutes)
    }

    fn publish(&self, groups: &[&str]) -> IncidentId {
        self.database.write(|conn| incidents::publish(conn, &mut act(self.now), &input(groups), None)).unwrap()
    }

    fn post(&self, minutes: i64, id: &IncidentId, input: &UpdateInput) {
        self.database.write(|conn| incidents::post_update(conn, &mut act(self.after(minutes)), id, input, None)).unwrap();
    }

    /// Who waits for word; it is set aside as sent.
    fn told(&self) -> Vec<String> {
        let later = self.after(600);
        while fan_out::step(self.database, later).unwrap() {}
        let claimed = self
            .database
            .write(|conn| {
                let claimed = store::claims::claim(conn, crate::domain::channel::Channel::Email, "x", later, later, 99)?.going;
                let sent = crate::domain::delivery::Outcome::Sent("ok".to_owned());
                let facts: Vec<_> =
                    claimed.iter().cloned().map(|claim| (claim, store::outcomes::Verdict::Tried(sent.clone(), None))).collect();
                store::outcomes::write(conn, &facts, later)?;
                Ok::<_, Refusal>(claimed)
            })
            .unwrap();
        let mut told: Vec<_> = claimed.into_iter().map(|claim| claim.address).collect();
        told.sort();
        told
    }
}

fn groups(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

on_each_database! {
    fn what_is_told_to_a_group_alone_reaches_nobody_else_until_staff_widen_it(database: &TestDatabase) {
        let scene = begin(&database.database);
        let id = scene.publish(&["enterprise eu"]);
        assert_eq!(scene.told(), ["ada@x.example"]);
        // Nothing said of it: it stays so.
        scene.post(1, &id, &say("identified"));
        assert_eq!(scene.told(), ["ada@x.example"]);
        scene.post(2, &id, &UpdateInput { subscriber_groups: Some(groups(&[])), ..say("identified") });
        assert_eq!(scene.told(), ["ada@x.example", "bob@x.example"]);
        // Narrowed again, its end still reaches everyone who was told of it.
        scene.post(3, &id, &UpdateInput { subscriber_groups: Some(groups(&[scene.group.as_str()])), ..say("monitoring") });
        assert_eq!(scene.told(), ["ada@x.example"]);
        scene.post(4, &id, &say("resolved"));
        assert_eq!(scene.told(), ["ada@x.example", "bob@x.example"]);
    }

    fn the_preview_counts_the_group_alone_and_says_why_others_do_not_hear(database: &TestDatabase) {
        let scene = begin(&database.database);
        let reach = scene.database.read(|conn| {
            let catalogue = store::catalogue::load(conn)?;
            let draft = IncidentDraft::parse(&input(&["Enterprise EU"]), &catalogue, &policies::current(conn)?.policy, scene.now)?;
            preview::of_draft(conn, &catalogue, &draft)
        }).unwrap();
        assert_eq!((reach.hears, reach.sample), (1, vec!["ada@x.example".to_owned()]));
        assert_eq!(reach.left_out, [(LeftOut::Group, 1)].into());
        let unknown = scene.database.write(|conn| incidents::publish(conn, &mut act(scene.now), &input(&["Beta"]), None));
        assert!(unknown.unwrap_err().to_string().contains("there are: Enterprise EU"));
    }

    fn a_maintenance_is_told_to_a_group_alone_on_all_its_dates(database: &TestDatabase) {
        let scene = begin(&database.database);
        let wanted = MaintenanceInput {
            title: "A new database".to_owned(),
            body: "Writes wait.".to_owned(),
            starts_at: "2026-03-08T02:00:00Z".to_owned(),
            estimate: Some("60".to_owned()),
            affected: vec![AffectedInput { component: "api".to_owned(), region: "eu".to_owned(), health: String::new() }],
            repeat: Some("FREQ=WEEKLY;COUNT=3".to_owned()),
            subscriber_groups: vec!["Enterprise EU".to_owned()],
            ..MaintenanceInput::default()
        };
        scene.database.write(|conn| maintenances::plan(conn, &mut act(scene.now), &wanted)).unwrap();
        assert_eq!(scene.told(), ["ada@x.example"]);
        let dates = scene.database.read(|conn| store::maintenances::page(conn, None, 99)).unwrap();
        assert!(dates.len() > 1);
        for date in dates {
            let told = scene.database.read(|conn| rows::told(conn, date.id.as_str())).unwrap();
            assert_eq!(told, BTreeSet::from([scene.group.clone()]));
        }
    }

    fn parts_and_wholes_have_one_audience(database: &TestDatabase) {
        let scene = begin(&database.database);
        let (whole, part) = (scene.publish(&["Enterprise EU"]), scene.publish(&[]));
        assert_eq!(scene.told(), ["ada@x.example", "ada@x.example", "bob@x.example"]);
        scene.database.write(|conn| incidents::fold(conn, &mut act(scene.after(1)), &part, &whole)).unwrap();
        scene.post(2, &whole, &say("identified"));
        assert_eq!(scene.told(), ["ada@x.example", "bob@x.example"]);
        // Folded by mistake: each is told to its own again.
        scene.database.write(|conn| incidents::split(conn, &mut act(scene.after(3)), &part)).unwrap();
        scene.post(4, &whole, &say("identified"));
        assert_eq!(scene.told(), ["ada@x.example"]);
        // What staff choose for the whole holds for its parts.
        scene.database.write(|conn| incidents::fold(conn, &mut act(scene.after(5)), &part, &whole)).unwrap();
        scene.post(6, &whole, &UpdateInput { subscriber_groups: Some(groups(&["Enterprise EU"])), ..say("monitoring") });
        assert_eq!(scene.told(), ["ada@x.example"]);
        let of_part = UpdateInput { subscriber_groups: Some(groups(&["Enterprise EU"])), ..say("monitoring") };
        let refused = scene.database.write(|conn| incidents::post_update(conn, &mut act(scene.after(7)), &part, &of_part, None));
        assert!(refused.unwrap_err().to_string().contains("choose there"));
    }

    fn what_is_merged_into_it_brings_nobody_else(database: &TestDatabase) {
        let scene = begin(&database.database);
        let whole = scene.publish(&["Enterprise EU"]);
        assert_eq!(scene.told(), ["ada@x.example"]);
        scene.database.write(|conn| {
            let heard = signals::take(conn, &mut act(scene.after(1)), &SignalInput { title: "More fails".to_owned(), ..signal("k") })?;
            let Came::Joined(heard) = heard else { panic!("{heard:?}") };
            let part = IncidentInput { severity: "p2".to_owned(), ..input(&[]) };
            suspicions::join(conn, &mut act(scene.after(2)), &heard, &part, &whole)
        }).unwrap();
        scene.post(3, &whole, &say("identified"));
        assert_eq!(scene.told(), ["ada@x.example"]);
    }

    fn a_release_keeps_its_groups(database: &TestDatabase) {
        let scene = begin(&database.database);
        let write = |deed: &dyn Fn(&mut store::Conn) -> Result<(), Refusal>| scene.database.write(|conn| deed(conn));
        let mut strict = Policy::default();
        strict.p1.second_pair_for = Some(10);
        write(&|conn| policy::change(conn, &mut act(scene.now), &strict).map(|_| ())).unwrap();
        let unknown = scene.database.write(|conn| releases::publish(conn, &mut act(scene.now), &input(&["Enterprice"]), None));
        assert!(matches!(unknown, Err(Refusal::Invalid(_))), "{unknown:?}");
        let waits = scene.database.write(|conn| releases::publish(conn, &mut act(scene.now), &input(&["Enterprise EU"]), None));
        let Ok(Wanted::Waits(id)) = waits else { panic!("{waits:?}") };
        write(&|conn| subscriber_groups::rename(conn, &mut act(scene.now), &scene.group, "Enterprise")).unwrap();
        let kept = write(&|conn| subscriber_groups::remove(conn, &mut act(scene.now), &scene.group)).unwrap_err();
        assert!(matches!(kept, Refusal::Conflict(_)), "{kept}");
        write(&|conn| releases::release(conn, &mut act(scene.after(11)), &id).map(|_| ())).unwrap();
        assert!(scene.told().contains(&"ada@x.example".to_owned()));
        assert!(scene.database.read(|conn| rows::told(conn, &id)).unwrap().is_empty());
    }

    fn a_group_has_one_name_and_goes_only_while_nothing_needs_it(database: &TestDatabase) {
        let scene = begin(&database.database);
        let write = |deed: &dyn Fn(&mut store::Conn) -> Result<(), Refusal>| scene.database.write(|conn| deed(conn));
        let now = scene.now;
        for wrong in ["", " enterprise eu", "a;b"] {
            assert!(write(&|conn| subscriber_groups::add(conn, &mut act(now), wrong).map(|_| ())).is_err(), "{wrong}");
        }
        write(&|conn| subscriber_groups::rename(conn, &mut act(now), &scene.group, "Enterprise")).unwrap();
        let stranger = ["ada@x.example".to_owned(), "eve@x.example".to_owned()];
        let refused = write(&|conn| {
            subscriber_groups::gather(conn, &mut act(now), &scene.group, (Deed::Add, "joining", &stranger)).map(|_| ())
        });
        assert!(refused.unwrap_err().to_string().contains("nobody subscribed with eve@x.example"));
        write(&|conn| subscriber_groups::remove(conn, &mut act(now), &scene.group)).unwrap();
        assert!(scene.database.read(rows::list).unwrap().is_empty());
        let group = scene.database.write(|conn| subscriber_groups::add(conn, &mut act(now), "Beta")).unwrap();
        scene.publish(&["Beta"]);
        let kept = write(&|conn| subscriber_groups::remove(conn, &mut act(now), &group)).unwrap_err();
        assert!(matches!(kept, Refusal::Conflict(_)), "{kept}");
    }

    fn files_and_staff_put_subscribers_into_groups(database: &TestDatabase) {
        let scene = begin(&database.database);
        let file = "email,consent,subscriber_groups\nnew@x.example,form,Enterprise EU\nbob@x.example,form,\n";
        let catalogue = scene.database.read(store::catalogue::load).unwrap();
        enrolments::enrol(scene.database, &mut act(scene.now), &signer(), (file, Import::Import), &catalogue).unwrap();
        let (bob, new) = scene.database.read(|conn| {
            let id = |conn: &mut _, email| store::subscribers::by_email(conn, email).map(|row| row.unwrap().id);
            Ok::<(SubscriberId, SubscriberId), Refusal>((id(conn, "bob@x.example")?, id(conn, "new@x.example")?))
        }).unwrap();
        let inside = |id: &SubscriberId| scene.database.read(|conn| rows::of_subscribers(conn, std::slice::from_ref(id))).unwrap().len();
        assert_eq!((inside(&bob), inside(&new)), (0, 1));
        scene.database.write(|conn| subscriber_groups::assign(conn, &mut act(scene.now), &bob, (&[], &groups(&["Enterprise EU"])))).unwrap();
        scene.database.write(|conn| subscriber_groups::assign(conn, &mut act(scene.now), &new, (&groups(&["Enterprise EU"]), &[]))).unwrap();
        assert_eq!((inside(&bob), inside(&new)), (1, 0));
        // Who is erased is in no group.
        scene.database.write(|conn| erasure::erase(conn, &mut act(scene.now), &signer(), &bob)).unwrap();
        assert_eq!(inside(&bob), 0);
    }
}

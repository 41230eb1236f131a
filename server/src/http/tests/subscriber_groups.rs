//! Groups of subscribers, on the pages of staff and for programs.

use crate::{
    domain::person::Role,
    store::StoreError,
    testing::{Site, subscribe},
};
use actix_web::http::StatusCode;

#[test]
fn staff_put_subscribers_into_groups_and_send_to_them_alone() {
    Site::run(|site| async move {
        let manager = site.person(Role::Manager);
        let mut by = site.app.act("test");
        let add = |conn: &mut _| {
            subscribe(conn, &mut by, "bob@example.com", &[], &[]);
            Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &[], &[]))
        };
        let ada = site.app.database.write(add).unwrap();
        assert!(!site.read_as(&manager, "/admin/incidents/new").await.body.contains("Send only to"), "there are no groups");
        let home = "/admin/subscribers/groups";
        let wrong = site.post_as(&manager, home, &[("name", "")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"name-error\""), "{}", wrong.body);
        let made = site.post_as(&manager, home, &[("name", "Enterprise EU")]).await;
        let path = made.header("location").to_owned();
        let typed = [("act", "add"), ("joining", "ada@example.com\nnobody@example.com")];
        let wrong = site.post_as(&manager, &path, &typed).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        assert!(
            wrong.body.contains("nobody subscribed with") && wrong.body.contains("ada@example.com\nnobody"),
            "{}",
            wrong.body
        );
        site.post_as(&manager, &path, &[("act", "add"), ("joining", "ada@example.com")]).await;
        assert!(site.read_as(&manager, &path).await.body.contains("1 subscriber<"));
        let group = path.rsplit('/').next().unwrap();
        let members = site.read_as(&manager, &format!("/admin/subscribers?group={group}")).await.body;
        assert!(members.contains("ada@example.com") && !members.contains("bob@example.com"), "{members}");
        let file = site.read_as(&manager, &format!("/admin/subscribers.csv?group={group}")).await.body;
        assert!(file.ends_with(",Enterprise EU\n") && file.lines().count() == 2, "{file}");
        assert!(site.read_as(&manager, "/admin/incidents/new").await.body.contains("Send only to these groups"));
        let typed = [
            ("title", "Slow"),
            ("severity", "p1"),
            ("phase", "investigating"),
            ("body", "We look into it."),
            ("health.api.eu", "major_outage"),
            ("subscriber_groups", group),
            ("act", "preview"),
            ("key", "k"),
        ];
        let counted = site.post_as(&manager, "/admin/incidents/new", &typed).await.body;
        assert!(counted.contains("send to 1 person") && counted.contains("in none of the groups"), "{counted}");
        let one = format!("/admin/subscribers/{ada}");
        assert!(site.read_as(&manager, &one).await.body.contains("Save groups"));
        site.post_as(&manager, &one, &[("act", "group"), ("shown", group)]).await;
        assert!(site.read_as(&manager, &path).await.body.contains("0 subscribers<"));
        site.post_as(&manager, &path, &[("act", "remove")]).await;
        assert_eq!(site.read_as(&manager, &path).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn programs_keep_groups_of_subscribers() {
    Site::run(|site| async move {
        let token = site.token(Role::Manager);
        let mut by = site.app.act("test");
        site.app.database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &[], &[]))).unwrap();
        let home = "/api/v3/subscriber-groups";
        let made = site.call(&token, home, &serde_json::json!({"name": "Beta"})).await;
        assert_eq!((made.status, made.json()["subscribers"].as_i64()), (StatusCode::CREATED, Some(0)));
        let again = site.call(&token, home, &serde_json::json!({"name": "beta"})).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let path = format!("{home}/{}/members", made.json()["id"].as_str().unwrap());
        let none = site.call(&token, &path, &serde_json::json!({"add": ["eve@example.com"]})).await;
        assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("\"field\":\"add\""), "{}", none.body);
        let moved = site.call(&token, &path, &serde_json::json!({"add": ["ADA@example.com"]})).await;
        assert!(moved.body.contains("\"added\":1"), "{}", moved.body);
        let responder = site.token(Role::Responder);
        let refused = site.call(&responder, home, &serde_json::json!({"name": "Gamma"})).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    });
}

//! How domain values are stored: words and ids as text, times as UTC timestamps.

use super::dialect::MultiBackend;
use crate::domain::{
    channel::Channel,
    delivery::DeliveryState,
    duty::Duty,
    health::Health,
    id,
    language::Language,
    maintenance::{Effect, MaintenancePhase},
    notice::NoticeKind,
    person::Role,
    phase::Phase,
    release::ReleaseState,
    severity::Severity,
    sla::CreditState,
    subscriber::SubscriberState,
    suspicion::SuspicionState,
    template::TemplateKind,
    timer::Timer,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromStaticSqlRow, Queryable},
    expression::AsExpression,
    internal::derives::as_expression::Bound,
    serialize::{self, Output, ToSql},
    sql_types::{Nullable, Text, Timestamp},
};

/// Stores a type with `as_str` and `FromStr` in a text column.
macro_rules! text_column {
    ($($name:ty),+ $(,)?) => {$(
        impl<DB: Backend> FromSql<Text, DB> for $name where String: FromSql<Text, DB> {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(String::from_sql(bytes)?.parse::<Self>()?)
            }
        }

        impl<DB: Backend, ST> Queryable<ST, DB> for $name where Self: FromStaticSqlRow<ST, DB> {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $name where str: ToSql<Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
            }
        }

        impl<DB: Backend> ToSql<Nullable<Text>, DB> for $name where str: ToSql<Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
            }
        }

        impl AsExpression<Text> for $name {
            type Expression = Bound<Text, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<Text> for &'a $name {
            type Expression = Bound<Text, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl AsExpression<Nullable<Text>> for $name {
            type Expression = Bound<Nullable<Text>, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<Nullable<Text>> for &'a $name {
            type Expression = Bound<Nullable<Text>, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    )+};
}

text_column!(
    Channel,
    CreditState,
    DeliveryState,
    Duty,
    Effect,
    Health,
    MaintenancePhase,
    NoticeKind,
    Phase,
    ReleaseState,
    Role,
    Severity,
    SubscriberState,
    SuspicionState,
    TemplateKind,
    Timer,
    Language,
    id::ComponentId,
    id::FileId,
    id::SubscriberGroupId,
    id::GroupId,
    id::IncidentId,
    id::MaintenanceId,
    id::NoticeId,
    id::PersonId,
    id::RegionId,
    id::SubscriberId,
    id::SuspicionId,
    id::UpdateId,
);

impl FromSql<Timestamp, MultiBackend> for DateTime<Utc> {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <NaiveDateTime as FromSql<Timestamp, MultiBackend>>::from_sql(bytes).map(|time| time.and_utc())
    }
}

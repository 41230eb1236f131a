//! Drives the built program from outside: as an operator, a visitor, a program, and a mail server.

mod browser;
mod death;
mod disk;
mod door;
mod hook;
mod postgres;
mod preload;
mod program;
mod sink;
mod site;
mod stage;
mod wire;

pub use browser::Browser;
pub use death::Death;
pub use disk::Disk;
pub use door::{Begins, Door, Keys};
pub use hook::{Hook, Posted};
pub use postgres::Postgres;
pub use program::{Program, Settings, allclear, empty_database, free_port};
pub use sink::{Mail, Reply, Sink};
pub use site::{Client, mail_body, mail_header, mail_html, until, until_or};
pub use stage::Stage;

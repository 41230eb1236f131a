//! The site asked as a visitor, a person and a program.

mod api;
mod input;
mod mutes;
mod pages;
mod past;
mod programs;
mod reading;
mod response;
mod sending;
mod staff;
mod subscriber_groups;
mod subscribers;
mod templates;
mod together;

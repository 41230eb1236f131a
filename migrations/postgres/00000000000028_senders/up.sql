-- Which servers send mail just now: they share what a mail account lets through.
CREATE TABLE senders (
    server TEXT NOT NULL PRIMARY KEY,
    until TIMESTAMP NOT NULL
);

-- What is left of old deliveries, once they are forgotten one by one.
CREATE TABLE delivery_sums (
    notice_id TEXT NOT NULL REFERENCES notices (id),
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    deliveries BIGINT NOT NULL,
    first_at TIMESTAMP,
    last_at TIMESTAMP,
    PRIMARY KEY (notice_id, channel, state)
);

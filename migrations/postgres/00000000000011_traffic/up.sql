-- How much was going on in each hour: views of the page, or requests from a file of staff.
CREATE TABLE traffic (
    source TEXT NOT NULL,
    hour TIMESTAMP NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (source, hour)
);

-- For whom a token acts; one of nobody is a program.
ALTER TABLE api_tokens ADD COLUMN person_id TEXT REFERENCES people (id);

ALTER TABLE api_tokens DROP COLUMN person_id;

-- A lease changes no index: with room on its page a row gets its new version there, and no index hears of it.
ALTER TABLE deliveries SET (fillfactor = 60);

DROP INDEX deliveries_tried;
DROP INDEX deliveries_unsent;

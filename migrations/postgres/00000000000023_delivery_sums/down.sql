DROP TABLE delivery_sums;

DROP TABLE contacts;
DROP TABLE customers;

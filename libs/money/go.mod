module example.com/multistage/money

go 1.26

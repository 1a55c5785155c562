module example.com/multistage/tools

go 1.26

require example.com/multistage/money v0.0.0

replace example.com/multistage/money => ../../libs/money

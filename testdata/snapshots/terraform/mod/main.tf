variable "vpc_id" { type = string }
variable "cidrs" { type = list(string) }
resource "aws_subnet" "private" {
  count             = length(var.cidrs)
  vpc_id            = var.vpc_id
  cidr_block        = var.cidrs[count.index]
  availability_zone = "eu-west-1${["a", "b"][count.index]}"
}
resource "aws_route_table_association" "private" {
  count          = length(var.cidrs)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_route_table" "private" {
  vpc_id = var.vpc_id
}
output "subnet_ids" { value = aws_subnet.private[*].id }
output "table_id" { value = aws_route_table.private.id }

"""The tour: what phones show while people use Mbongo, over the real wires, and what the books hold afterwards."""

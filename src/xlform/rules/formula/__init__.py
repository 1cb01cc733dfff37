"""Rules on formulas (公式类): the formula a cell should hold, and the repair of a wrong one."""

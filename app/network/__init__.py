"""Arrays and formulas of a small fully connected network; knows neither time nor HTTP.

Shapes, said once and used everywhere below: `n_parameters`, `n_inputs`, `n_outputs`, `units`
(of a layer), `rows` (examples), `runs` (networks of one shape that are computed at once; always
the leading axis, left out where there is one run only). Inside a pass activations stand as
(units, rows), so that every slice an operation needs is contiguous. All arrays are float64.
"""

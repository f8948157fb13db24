"""Measuring the product from outside, through the doors people use. `bench` and `converse` print what is found here."""

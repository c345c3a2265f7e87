"""Patients from outside: played blind, and made into vignettes. For developers; no product."""

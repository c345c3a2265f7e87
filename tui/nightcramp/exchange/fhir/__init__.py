"""An assessment as FHIR R4, for record systems: plain dictionaries, made by pure functions."""

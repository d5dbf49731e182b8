"""Guests of the mediation: asked for by the mediator, agreed to by the sides, admitted by a one-time link."""

"""Files of experiments on tables of one's own: each carries its tables, and none that was changed."""

import json
import zipfile
from pathlib import Path

import msgspec
import pytest
from command_line import result_apart, run_apart
from own_table_kit import CHOICE, classes, cloud, houses, session_on
from session_kit import whole_state

from eq_sim.session import actions as act
from eq_sim.session.documents import Documents
from eq_sim.session.errors import DocumentError, EqSimError, LogError, ScenarioError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.journal import Journal
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import MOST_CARRIED, save_log
from eq_sim.session.files.recovery import recoveries
from eq_sim.session.files.replay import replay_file
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup, read_setup, write_setup
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.session import Session

HASH, OTHER = houses().sha256, cloud().sha256

"""What a scenario of a table of one's own says: kept in English, and retold where it is shown."""

from eq_sim.language.tr import later

FROM_COLUMNS = later("'{target}' from {columns} columns of {rows} rows of {name}.")
FROM_ONE = later("'{target}' from '{input}' of {rows} rows of {name}.")
ABOUTS = (FROM_COLUMNS, FROM_ONE)

RIGHT_AS_LINE = later("{bound} % right, as by a plain linear fit at seed {seed}")
EXPLAINED_AS_LINE = later("{bound} % explained, as by a plain linear fit at seed {seed}")
MORE_THAN_AVERAGE = later("{bound} % explained, more than by always the average")
MORE_THAN_ONE_ANSWER = later("{bound} % right, more than by always “{answer}” at seed {seed}")
GOALS = (RIGHT_AS_LINE, EXPLAINED_AS_LINE, MORE_THAN_AVERAGE, MORE_THAN_ONE_ANSWER)

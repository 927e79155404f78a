"""What a caption has to say, and what it may not: rules that a lesson's words are read by.

spoken.py          the texts of a step that an audience reads
accuracies.py      of which part of the data an accuracy is
typed_numbers.py   numbers that somebody has typed, where the lesson could compute them
number_words.py    numbers in words: "twelve", "zwölf"
shown_sums.py      factors and sums that are shown come to what is shown beside them
wording.py         all of them for one lesson
"""

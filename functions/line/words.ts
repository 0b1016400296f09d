import type { UsedPart } from '../lib/uses'

/** Words that need a following word, so phrases after them are kept: `wait until 10`, `ready before Friday`. */
export const needsNextWord =
  /^(@|at|um|by|before|after|until|till|bis|from|since|seit|to|ab|vor|nach|gegen|on|in|of|for|the|an?|my|our|your|his|her|their|its|it[’']s|and|or|&|und|oder|than|about|around|per|via|vs\.?|with|without|within|under|over|is|are|was|as|too|very|so|last|past|every|each|between|through|during|except|but|starting|beginning|ending|next to|not|no)$/i

type LineWords = { name: string; use?: UsedPart; words: [typed: string, means: string][] }

/** Words that lines understand, for the page of keys, the palette, the command line's help and docs/lines.md. */
export const lineWords: LineWords[] = [
  {
    name: 'Words that log time',
    use: 'time',
    words: [
      ['25m', 'logs the last 25 minutes; also 1h 30m, 1:30'],
      ['9-10:30', 'logs that time of today'],
      ['yesterday 9-10', 'logs it then; also 2 days ago 25m, last friday 9-10, 15 Nov 9-10'],
      ['since 9:30', 'starts the timer as if at 9:30; also 9:30, 9am'],
      [
        '25m focus',
        'starts the timer with a planned end, as “focus 25m”, “focus until 18:30” and “start … for 25m” do',
      ],
      ['focus', 'alone or after a title starts it with your focus length; also pomodoro'],
    ],
  },
  {
    name: 'Words that plan a task',
    use: 'tasks',
    words: [
      ['tomorrow', 'sets the task’s day; also friday, next friday, 15 Dec, 15.12., on the 15th'],
      ['in 2 weeks', 'sets the task’s day; also next month, end of month, someday'],
      ['at 9:30', 'sets the task’s time; also 2pm, at noon, 14:00-15:00'],
      ['25m', 'sets the task’s estimate'],
      ['high', 'sets the task’s priority; also low, p1'],
      ['due friday', 'sets the deadline; also due in 2 weeks'],
      ['every 3 days', 'repeats the task; also every mon-thu, every third friday, every last day, every year'],
      ['3 days after done', 'repeats the task, counted from the day on which it is done; also every! week'],
      ['every day until 1 March', 'ends the repetition'],
    ],
  },
  {
    name: 'In every line',
    words: [
      ['@Thesis', 'sets the project; Daymark offers to create one with a new name'],
      ['#deep', 'adds a tag'],
      ['!Finish', 'sets the goal'],
      ['%statistics', 'sets the plan'],
      ['"every day"', 'stays in the title, as all words in quotes; also Black Friday'],
    ],
  },
]

import type { Command } from './command'

const plan = { name: 'PLAN', summary: 'Id of a plan, or the beginning of its title', names: 'plan' } as const

export const learningCommands: Command[] = [
  {
    name: 'plans',
    summary: 'List your plans',
    details: ['Lists plans with their progress and tracked time. Archived ones are left out.'],
    args: [],
    options: [{ name: 'all', short: 'a', summary: 'List archived plans, too' }],
    examples: [['daymark plans', 'Lists your plans.']],
  },
  {
    name: 'plan show',
    summary: 'Show a plan and its chunks',
    details: ['Shows the chunks of a plan with their status, planned and tracked time.'],
    args: [plan],
    options: [{ name: 'markdown', short: 'm', summary: 'Print its markdown as it is' }],
    examples: [['daymark plan show learn-knots', 'Shows the plan with the id learn-knots.']],
  },
  {
    name: 'plan edit',
    summary: 'Edit a plan in your editor',
    details: [
      'Opens the markdown of a plan in $VISUAL or $EDITOR. A text that is not a plan any more is not saved: its faults are shown with their lines, and it stays in a file.',
    ],
    args: [plan],
    options: [],
    examples: [['EDITOR=nano daymark plan edit learn-knots', 'Edits the plan in nano.']],
  },
  {
    name: 'chunk done',
    summary: 'Complete a chunk of a plan',
    details: ['Sets the status of a chunk to completed. After the last one it asks whether to complete the plan, too.'],
    args: [{ name: 'PLAN/CHUNK', summary: 'A plan and its chunk, by ids or beginnings of titles', names: 'chunk' }],
    options: [{ name: 'plan', summary: 'Complete the plan, too, after its last chunk' }],
    examples: [['daymark chunk done learn-knots/bowline', 'Completes one chunk.']],
  },
  {
    name: 'review',
    summary: 'Review cards that are due',
    details: [
      'Shows a question; space or Enter shows the answer; 1 to 4 rate it: again, hard, good, easy. q stops. Each rating is kept at once.',
      'With --json it lists the cards that are due. Without a terminal it reads one key a line.',
    ],
    args: [{ ...plan, isOptional: true }],
    options: [{ name: 'limit', short: 'l', value: 'COUNT', summary: 'Stop after this many cards' }],
    examples: [
      ['daymark review', 'Reviews all cards that are due today.'],
      ['daymark review learn-knots --limit 10', 'Reviews ten cards of one plan.'],
    ],
  },
]

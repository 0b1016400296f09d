import { divisions, type Rounding, steps } from '../../../functions/reviews/report/build'

const names = {
  ...{ client: 'Client', project: 'Project', goal: 'Goal', task: 'Task', tag: 'Tags', title: 'Title' },
  ...{ day: 'Day', week: 'Week', month: 'Month' },
}

/** Choices of the first list of groups, or of the second one. */
export const groupChoices = (isSecond: boolean) => [
  { value: '', label: isSecond ? 'Nothing else' : 'No groups' },
  ...divisions.map((division) => ({ value: division, label: names[division] })),
]

export const roundingChoices = [
  { value: 'none', label: 'No rounding' },
  ...(['up', 'nearest', 'down'] as const satisfies Rounding['mode'][]).flatMap((mode) =>
    steps.map((minutes) => ({
      value: `${mode}:${minutes}`,
      label: `${{ up: 'Up to', nearest: 'To the nearest', down: 'Down to' }[mode]} ${minutes} min`,
    })),
  ),
]

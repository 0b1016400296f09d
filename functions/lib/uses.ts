/** Parts of Daymark that a person can turn off. Features declare the part of their pages (`use` in feature.ts). */
export const uses = ['time', 'tasks', 'learning', 'apps', 'journal', 'pulls'] as const
export type UsedPart = (typeof uses)[number]

/** Parts that are on in a new account. Older accounts without a choice have all parts. */
export const newAccountUses: readonly UsedPart[] = ['time', 'tasks']

export const useTexts: Record<UsedPart, { label: string; has: string }> = {
  time: { label: 'Track time', has: 'Timer, sessions, days and statistics' },
  tasks: { label: 'Plan tasks', has: 'Tasks, what is due with people, plans for the day' },
  learning: { label: 'Learn', has: 'Plans, cards to review, learnings and skills' },
  apps: { label: 'Limit apps', has: 'Apps to allow, block or unlock with time' },
  journal: { label: 'Keep a work journal', has: 'Meetings, people, feedback, weeks, energy and evidence' },
  // Turning this off hides no figures, because they belong to tracked time.
  pulls: { label: 'Track pull requests', has: 'Time by repository, from the browser extension on GitHub' },
}

/** A person, or an object with the same preferences in tests. */
type Chooser = { preferences: { uses: readonly UsedPart[] } }

/** True if the person uses the part. Always true if `use` is undefined. */
export const isUsed = ({ preferences }: Chooser, use: UsedPart | undefined) =>
  use === undefined || preferences.uses.includes(use)

/** Parts of Daymark that a person can turn off. Features say which one their pages belong to (`use` in feature.ts). */
export const uses = ['time', 'tasks', 'learning', 'apps', 'journal', 'pulls'] as const
export type UsedPart = (typeof uses)[number]

/** A new account has these until its person chooses. One without a choice from before there was one has all. */
export const newAccountUses: readonly UsedPart[] = ['time', 'tasks']

export const useTexts: Record<UsedPart, { label: string; has: string }> = {
  time: { label: 'Track time', has: 'Timer, sessions, days and statistics' },
  tasks: { label: 'Plan tasks', has: 'Tasks, what is due with people, plans for the day' },
  learning: { label: 'Learn', has: 'Plans, cards to review, learnings and skills' },
  apps: { label: 'Limit apps', has: 'Apps to allow, block or unlock with time' },
  journal: { label: 'Keep a work journal', has: 'Meetings, people, feedback, weeks, energy and evidence' },
  // Turning it off hides nothing: its figures belong to tracked time.
  pulls: { label: 'Track pull requests', has: 'Time by repository, from the browser extension on GitHub' },
}

/** A person, or a test's stand-in. */
type Chooser = { preferences: { uses: readonly UsedPart[] } }

/** True for a part that the person uses, and for what belongs to all. */
export const isUsed = ({ preferences }: Chooser, use: UsedPart | undefined) =>
  use === undefined || preferences.uses.includes(use)

export const energyNames = ['Very low', 'Low', 'Medium', 'High', 'Very high'] as const

export const engagementNames = [
  'Disengaged',
  'Slightly engaged',
  'Moderately engaged',
  'Engaged',
  'Highly engaged',
] as const

/** @param level 1 to 5 */
export const energyName = (level: number) => energyNames[level - 1] ?? ''

/** @param level 1 to 5 */
export const engagementName = (level: number) => engagementNames[level - 1] ?? ''

type Levels = { energy_level: number; engagement_level: number }

/** `High energy, moderately engaged` */
export const levelsText = ({ energy_level, engagement_level }: Levels) =>
  `${energyName(energy_level)} energy, ${engagementName(engagement_level).toLowerCase()}`

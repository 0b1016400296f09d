/** Early reads for paths with a subject or a view (`reads` in feature.ts). Loaded on first use. */
export const readSubject = async () => (await import('./resolve-subject')).readSubject
export const readViewed = async () => (await import('./views')).readViewed

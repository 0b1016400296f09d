/** Early reads for paths with a subject or a view (`reads` in feature.ts). Loaded on first use. */
export const loadSubjectRead = async () => (await import('./resolve-subject')).readSubject
export const loadViewRead = async () => (await import('./views')).readPageViews

export const exportFormats = ['json', 'csv', 'sql', 'markdown', 'ics', 'anki'] as const

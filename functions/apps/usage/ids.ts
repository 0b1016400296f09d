/**
 * Start of a usage id, made from its time: `20261128T093000Z`. It lets queries find usage by time without another
 * index.
 * @param at epoch ms
 */
export const useStamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')

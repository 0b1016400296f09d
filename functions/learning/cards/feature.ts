import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'
import { planUploadLimit } from '../plans/feature'

/** Cards, and the cards files of plans. */
export const cards: Feature = {
  selects: { card: async () => (await import('./routes')).selectedCards },
  offline: { ahead: ['/cards'] },
  paths: {
    '/cards/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).cards,
    },
    '/cards/import': { bytes: planUploadLimit },
    'POST /cards/import/*': { isHeavy: true },
    '/api/v1/cards/*': { routes: async () => (await import('./api')).cardsApi },
    '/api/v1/cards/import': { takes: 'files', bytes: planUploadLimit },
    '/api/v1/cards/:id/reviews/last': { hasNoVersion: true },
  },
  undoes: {
    'card.import': { isHeavy: true, undo: async () => (await import('./import/routes')).undoCards },
  },
  kinds: {
    card: {
      one: 'Card',
      many: 'Cards',
      icon: 'cards',
      table: 'cards',
      path: (id) => pathTo`/cards/${id}`,
      org: {
        project: '(SELECT project_id FROM plans WHERE plans.user_id = cards.user_id AND plans.id = cards.plan_id)',
      },
      search: { title: 'question', notes: 'answer', tags: 'tags' },
      tagged: { list: '/cards' },
    },
  },
}

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

/** Tells what the catalog was given, from its own database: each mutation of an entity leaves the time there. */
export const catalogObserver = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'bench-observer',
  register(reg) {
    reg.registerInit({
      deps: {
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ database, httpAuth, httpRouter }) {
        const router = Router();
        router.get('/bench/entities', async (req, res) => {
          await httpAuth.credentials(req, { allow: ['user'] });
          const knex = await database.getClient();
          const rows = await knex('refresh_state')
            .leftJoin(
              'final_entities',
              'final_entities.entity_id',
              'refresh_state.entity_id',
            )
            .where('refresh_state.entity_ref', 'like', 'resource:%')
            .select({
              discovered: knex.raw('max(last_discovery_at)'),
              entities: knex.raw('count(*)'),
              stitched: knex.raw('count(final_entity)'),
            });
          res.json(rows[0]);
        });
        httpRouter.use(router);
      },
    });
  },
});

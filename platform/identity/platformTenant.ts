/** The tenant that operators of the platform belong to. It owns no data; it only gives their tokens a tenant. */
export const platformTenant = { id: '00000000-0000-7000-8000-000000000000', slug: 'platform' } as const;

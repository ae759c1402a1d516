/** How the order of the models is chosen. */
export const ROUTES = ['order', 'cheapest', 'fastest', 'capable'] as const;

export type Route = (typeof ROUTES)[number];

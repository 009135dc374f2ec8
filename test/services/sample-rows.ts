/** How many things of each kind the sample organization holds: more than a page is wont to show, as large customers have. */
const many = 25;

/** The numbers of the things, which their names end in: so an order by letters is not the order by numbers. */
export const numbers: readonly number[] = Array.from({ length: many }, (_, index) => index + 1);

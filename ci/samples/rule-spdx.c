/* Bad sample: a source without a licence */
int nothing;

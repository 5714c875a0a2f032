// Names instead of numbers: by default the bundle's hash depends on the folder it is built in.
module.exports = { optimization: { moduleIds: 'named', chunkIds: 'named' } };

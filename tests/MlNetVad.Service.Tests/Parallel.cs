// most of the time of these tests is spent waiting for cameras, which run in their own time
[assembly: CollectionBehavior(MaxParallelThreads = 6)]

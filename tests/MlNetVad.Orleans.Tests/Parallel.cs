// each test runs three nodes and looks at the clock
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace MlNetVad.Orleans.Tests;

/// <summary>What a cluster of three processes survives.</summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int Few = 12;

    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Node_Killed_ItsCamerasAreScoredAgainWithinThirtySeconds()
    {
        const int Cameras = 60;
        using TestCluster cluster = await TestCluster.Start(Cameras);
        Assert.All(cluster.Nodes, node => Assert.InRange(cluster.Of(node).Length, Cameras / 6, Cameras / 2));
        Assert.Equal(File.ReadAllBytes(Model(cluster, 2)), File.ReadAllBytes(Model(cluster, 0)));
        Node dead = cluster.Nodes[1];
        (Guid[] its, Guid[] others) = (cluster.Of(dead), [.. cluster.Of(cluster.Nodes[0]), .. cluster.Of(cluster.Nodes[2])]);
        cluster.Watch();
        DateTime written = await Written(cluster);

        dead.Kill();
        await TestCluster.Until(() => cluster.Of(dead).Length == 0, "another node for each of its cameras", cluster);

        TimeSpan longest = cluster.LongestGap(its);
        output.WriteLine($"{its.Length} cameras of the killed node were scored again after {longest.TotalSeconds:0.0} s at most; those of the others waited {cluster.LongestGap(others).TotalSeconds:0.0} s at most. {cluster.Anew} of {Cameras} models began anew.");
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await Settle(cluster, [.. cluster.Begun(DateTime.MinValue, written), .. cluster.Begun(written, DateTime.MaxValue, but: dead)]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60, Explicit = true)]
    public async Task Node_Stopped_WritesNoEventTwiceAndNoneIsLost(int seconds)
    {
        using TestCluster cluster = await TestCluster.Start(Few);
        Node asleep = cluster.Nodes[0];
        await TestCluster.Until(() => cluster.Ask("""SELECT count(*) FROM "Events" WHERE "EndedAt" IS NULL""") > 3, "events that go on", cluster);
        cluster.Watch();

        DateTime from = await Written(cluster);
        asleep.Signal("STOP");
        await TestCluster.Until(() => cluster.Of(asleep).Length == 0, "another node for each of its cameras", cluster);
        TimeSpan longest = cluster.LongestGap(cluster.Nodes.SelectMany(cluster.Of));
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, seconds - (DateTime.UtcNow - from).TotalSeconds)));
        int anew = cluster.Anew;
        DateTime awake = DateTime.UtcNow;
        asleep.Signal("CONT");
        await TestCluster.Until(() => asleep.HasExited || cluster.Of(asleep).Length == 0 && DateTime.UtcNow - awake > TimeSpan.FromSeconds(10), "its end", cluster);

        output.WriteLine($"{(awake - from).TotalSeconds:0} s asleep: cameras were scored again after {longest.TotalSeconds:0.0} s at most, {anew} of {Few} models began anew, {cluster.Begun(from, awake).Length} events began.");
        output.WriteLine($"Then it {(asleep.HasExited ? "ended itself" : "lives, and watches nothing")}; {asleep.Log.Count(line => line.Contains("is not written here", StringComparison.Ordinal))} writes were refused.");
        await Settle(cluster, [.. cluster.Begun(DateTime.MinValue, from), .. cluster.Begun(from, DateTime.MaxValue, but: asleep)]);
        Assert.Equal(Few, cluster.Scoring(Recently));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60, Explicit = true)]
    public async Task Database_Stopped_CamerasGoOnAndNothingIsLost(int seconds)
    {
        using TestCluster cluster = await TestCluster.Start(Few);
        cluster.Watch();

        DateTime from = DateTime.UtcNow;
        cluster.Server.Stop();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        DateTime to = DateTime.UtcNow;
        cluster.Server.Resume();

        TimeSpan longest = cluster.LongestGap(cluster.Nodes.SelectMany(cluster.Of));
        Guid[] meanwhile = cluster.Begun(from, to);
        await Settle(cluster, cluster.Begun(DateTime.MinValue, DateTime.MaxValue));
        output.WriteLine($"Without a database for {(to - from).TotalSeconds:0} s no camera waited longer than {longest.TotalSeconds:0.0} s; {meanwhile.Length} events began meanwhile, and {cluster.Anew} models anew.");
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(meanwhile.Length, Few, int.MaxValue);
        Assert.Equal(0, cluster.Anew);   // so nothing of what models smooth over is lost
        Assert.All(cluster.Nodes, node => Assert.False(node.HasExited));
    }

    [Fact]
    public async Task EveryNode_RestartedOneAfterTheOther_CamerasGoOnAndNoEventIsLost()
    {
        using TestCluster cluster = await TestCluster.Start(Few);
        cluster.Watch();

        for (int i = 0; i < 3; i++)
        {
            await cluster.Nodes[i].End();
            cluster.Add();
            await TestCluster.Until(() => cluster.Scoring(Recently) == Few, $"all cameras after restart {i + 1}", cluster);
        }

        Guid[] all = cluster.Begun(DateTime.MinValue, DateTime.MaxValue);
        output.WriteLine($"No camera waited longer than {cluster.LongestGap(cluster.Nodes.SelectMany(cluster.Of)).TotalSeconds:0.0} s; {all.Length} events began.");
        await Settle(cluster, all);
    }

    // a moment of which all events are in the database; what a node sees after it, it may not have written when it dies
    private static async Task<DateTime> Written(TestCluster cluster)
    {
        DateTime now = DateTime.UtcNow;
        await cluster.AssertThere(cluster.Begun(DateTime.MinValue, now));
        return now;
    }

    // each event that nodes were in is there, once, and over
    private static async Task Settle(TestCluster cluster, Guid[] events)
    {
        await cluster.AssertThere(events);
        await cluster.AssertEveryEventEnds(DateTime.UtcNow);
        cluster.AssertNoEventTwice();
    }

    private static string Model(TestCluster cluster, int node) => Path.Combine(cluster.Folder(node), "models", "demo.zip");
}

using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;
using MlNetVad.Orleans.Store;
using MlNetVad.Service.Cluster;
using MlNetVad.TestSupport;

namespace MlNetVad.Orleans.Tests;

/// <summary>Nodes that all begin on an empty database.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task Nodes_ThreeStartedAtOnce_AreQuietAndMakeOneOfEach()
    {
        using TestCluster cluster = await TestCluster.Start(cameras: 6, atOnce: true);
        await TestCluster.Until(() => cluster.Members == 3, "three nodes", cluster);

        Assert.DoesNotContain(cluster.Nodes.SelectMany(node => node.Log), line => ((string[])[" warn: ", " fail: ", " crit: "]).Any(line.Contains));
        Assert.DoesNotContain(
            cluster.Server.Said.Split('\n'),
            line => line.Contains("ERROR: ", StringComparison.Ordinal) && !line.Contains("\"__EFMigrationsHistory\" does not exist", StringComparison.Ordinal));   // the first looks whether it is there
        Assert.Equal((3, 1, 1), (cluster.Ask("""SELECT count(*) FROM "AspNetRoles" """), cluster.Ask("""SELECT count(*) FROM "AspNetUsers" """), cluster.Ask("""SELECT count(*) FROM "AspNetUserRoles" """)));
        Assert.Equal(1, cluster.Ask("SELECT count(*) FROM vad_key"));
    }

    [Fact]
    public async Task Keys_NodesThatFindNoneAtOnce_MakeOneAndLaterOnesAreAdded()
    {
        using PostgresServer server = PostgresServer.Start();
        await using var database = new ClusterDatabase(server.NewDatabase());
        await new ClusterSchema(database, NullLogger<ClusterSchema>.Instance).Make(CancellationToken.None);
        DatabaseKeys[] nodes = [.. Enumerable.Range(0, 8).Select(_ => new DatabaseKeys(new SharedKeys(database), new Folder()))];
        Assert.All(nodes, node => Assert.Empty(node.GetAllElements()));

        await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.StoreElement(new XElement("key", i), $"{i}"))));

        XElement only = Assert.Single(nodes[0].GetAllElements());
        nodes[0].StoreElement(new XElement("key", "next"), "next");
        Assert.Equal([only.Value, "next"], nodes[1].GetAllElements().Select(key => key.Value));
    }

    // of a machine that was never alone
    private sealed class Folder : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [];

        public void StoreElement(XElement element, string friendlyName) => throw new NotSupportedException();
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlNetVad.Orleans.Cameras;
using MlNetVad.Orleans.Placement;
using MlNetVad.Orleans.Store;
using Orleans.Configuration;

namespace MlNetVad.Orleans;

/// <summary>Makes a program one node of a cluster.</summary>
internal static class VadSilo
{
    private const string Npgsql = "Npgsql";

    /// <summary>Adds Orleans on PostgreSQL and the cameras; the program adds a <see cref="ICameraHost"/>.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="address">Where the other nodes reach this one.</param>
    /// <param name="connectionString">The database that all share, known when the program runs.</param>
    public static void AddVadSilo(this IServiceCollection services, IPEndPoint address, Func<IServiceProvider, string> connectionString)
    {
        services.AddSingleton(provider => new ClusterDatabase(connectionString(provider)));
        services.AddSingleton<CameraEpochs>().AddSingleton<SharedModels>().AddSingleton<SharedKeys>().AddSingleton<NodeLoads>();
        services.AddHostedService<ClusterSchema>();
        services.AddOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("mlnetvad", "mlnetvad"));
            silo.Configure<SiloOptions>(options => options.SiloName = address.ToString());
            silo.ConfigureEndpoints(address.Address, address.Port, gatewayPort: 0, listenOnAnyHostAddress: false);
            silo.UseAdoNetClustering(options => options.Configure<ClusterDatabase>((adoNet, database) => (adoNet.Invariant, adoNet.ConnectionString) = (Npgsql, database.ConnectionString)));
            silo.UseAdoNetReminderService(options => options.Configure<ClusterDatabase>((adoNet, database) => (adoNet.Invariant, adoNet.ConnectionString) = (Npgsql, database.ConnectionString)));
            silo.AddPlacementDirector<LeastLoadedPlacement, LeastLoadedDirector>();
        });
        services.AddHostedService<MembershipWatch>();
    }
}

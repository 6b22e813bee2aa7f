using MlNetVad.Orleans.Store;
using Npgsql;

namespace MlNetVad.Orleans.Tests;

/// <summary>What a person gives as a connection string.</summary>
public sealed class SharedConnectionTests
{
    [Fact]
    public void Of_OptionsOfAPersonsOwn_StayThere()
    {
        var connection = new NpgsqlConnectionStringBuilder(SharedConnection.Of("Host=db;Database=vad;Options=-c work_mem=8MB", "--store"));

        Assert.Equal(("db", "vad"), (connection.Host, connection.Database));
        Assert.Equal("-c work_mem=8MB -c idle_in_transaction_session_timeout=5s", connection.Options);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Database=vad")]
    [InlineData("Host=db;Nope=3")]
    [InlineData("Host=db;Port=many")]
    public void Of_NoConnectionString_SaysWhere(string text)
    {
        VadException fault = Assert.Throws<VadException>(() => SharedConnection.Of(text, "--store"));

        Assert.StartsWith("--store is no connection string of PostgreSQL; expected such as Host=db", fault.Message, StringComparison.Ordinal);
    }
}

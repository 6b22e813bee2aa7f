using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MlNetVad.Service.Data;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteVadDb</c>.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteVadDb>
{
    public SqliteVadDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteVadDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresVadDb</c>.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresVadDb>
{
    public PostgresVadDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresVadDb>().UseNpgsql("Host=localhost").Options);
}

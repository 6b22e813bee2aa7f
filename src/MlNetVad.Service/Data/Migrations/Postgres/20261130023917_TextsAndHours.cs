using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MlNetVad.Service.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TextsAndHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Schedule",
                table: "Cameras",
                type: "text",
                nullable: false,
                defaultValue: "{\"TimeZone\":\"UTC\",\"Hours\":[]}");

            migrationBuilder.AddColumn<string>(
                name: "Texts",
                table: "Cameras",
                type: "text",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Schedule",
                table: "Cameras");

            migrationBuilder.DropColumn(
                name: "Texts",
                table: "Cameras");
        }
    }
}
